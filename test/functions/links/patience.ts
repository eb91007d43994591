import { vi } from 'vitest';

// On a busy machine, bundling alone can take longer than Vitest waits of itself.
vi.setConfig({ hookTimeout: 60_000, testTimeout: 30_000 });
