import { vi } from 'vitest';

// On a busy machine, bundling or the start of a second stack can take longer than Vitest waits of itself.
vi.setConfig({ hookTimeout: 180_000, testTimeout: 180_000 });
