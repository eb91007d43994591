import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';

const parent = mkdtempSync(join(tmpdir(), 'local-full-disk-'));
const mounted: string[] = [];
afterAll(() => {
  for (const directory of mounted) execFileSync('umount', [directory]);
  rmSync(parent, { recursive: true, force: true });
});

/** Runs a command of the system; false where it is absent or not permitted. */
function canRun(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function mountSmallDisk(): string | undefined {
  const directory = mkdtempSync(join(parent, 'disk-'));
  if (!canRun('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', directory])) return undefined;
  mounted.push(directory);
  return directory;
}

/** Opens and books rooms until the stack is gone. Gives the ids of the bookings that were answered 200. */
async function bookUntilTheEnd(stack: LocalStack): Promise<readonly string[]> {
  const [host, guest] = [await stack.signIn('asha@example.org', 'Asha Rao'), await stack.signIn('ben@example.org', 'Ben Carter')];
  const booked: string[] = [];
  const bookOne = async (n: number): Promise<void> => {
    const startUtc = new Date(Date.now() + 86_400_000 + n * 45 * 60_000).toISOString();
    const { body: room } = await host.api('POST', '/api/rooms', { startUtc, durationMinutes: 30, timeZone: 'UTC' });
    const { status } = await guest.api('POST', `/api/rooms/${room.id}/booking`, { timeZone: 'UTC' });
    if (status === 200) booked.push(room.id);
  };
  const gone = (async () => {
    for (let n = 0; ; n++) await bookOne(n);
  })();
  await gone.catch((error: unknown) => {
    if (!(error instanceof TypeError)) throw error;
  });
  return booked;
}

async function expectAllToBeThere(directory: string, ids: readonly string[]): Promise<void> {
  // Some minutes later, when nobody can be in the middle of sending a mail any more: nothing is left to wait for.
  const stack = await startLocalStack({ directory, flags: ['--clock-offset', 'PT5M'] });
  const guest = await stack.signIn('ben@example.org', 'Ben Carter');
  await stack.runSchedules();
  const rooms = await Promise.all(ids.map((id) => guest.api('GET', `/api/rooms/${id}`)));
  expect(rooms.map(({ body }) => body.status)).toEqual(ids.map(() => 'booked'));
  await stack.quiet('MailQueue');
  const invited = await stack.mails(ids.length, 'ben@example.org');
  expect(new Set(invited.map(({ uid }) => uid)).size).toBeGreaterThanOrEqual(ids.length);
  await stack.stop();
}

const oneLine = (stack: LocalStack): readonly string[] => stack.errors().trimEnd().split('\n');

const disk = mountSmallDisk();
test.skipIf(disk === undefined)(
  'a full disk stops the stack with one line, and what it acknowledged is there once there is room again',
  async () => {
    const directory = join(disk ?? '', 'data');
    const stack = await startLocalStack({ directory });
    const ballast = join(disk ?? '', 'ballast');
    const { bavail, bsize } = statfsSync(disk ?? '');
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 256 * 1024)));
    const booked = await bookUntilTheEnd(stack);
    expect(await stack.exited).toBe(1);
    expect(oneLine(stack)).toEqual([expect.stringMatching(/could not be written \(.*no space left.*\), so the stack stopped: make room/i)]);
    await expect(startLocalStack({ directory })).rejects.toThrow(/could not be written \(.*no space left/i);
    rmSync(ballast);
    await expectAllToBeThere(directory, booked);
  },
);

/** A disk of its own in a file, which the system makes read-only at the first error, as most systems do with the disk of a laptop. */
function mountFragileDisk(): { readonly directory: string; readonly fail: () => void } | undefined {
  const image = join(parent, 'fragile.img');
  const directory = join(parent, 'fragile');
  mkdirSync(directory);
  const isMounted =
    canRun('dd', ['if=/dev/zero', `of=${image}`, 'bs=1M', 'count=64']) &&
    canRun('mkfs.ext4', ['-q', image]) &&
    canRun('mount', ['-o', 'loop,errors=remount-ro', image, directory]);
  if (!isMounted) return undefined;
  mounted.push(directory);
  const line = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .find((mount) => mount.split(' ')[1] === directory);
  const device = line?.split(' ')[0]?.split('/').at(-1);
  const trigger = `/sys/fs/ext4/${device}/trigger_fs_error`;
  if (!existsSync(trigger)) return undefined;
  return { directory, fail: () => writeFileSync(trigger, '1') };
}

const fragile = mountFragileDisk();
test.skipIf(fragile === undefined)(
  'a disk that becomes read-only stops the stack with one line, and the next start says why it cannot begin',
  async () => {
    const directory = join(fragile?.directory ?? '', 'data');
    const stack = await startLocalStack({ directory });
    const booked = bookUntilTheEnd(stack);
    await stack.mails(2, 'asha@example.org');
    fragile?.fail();
    expect(await stack.exited).toBe(1);
    expect((await booked).length).toBeGreaterThan(0);
    expect(oneLine(stack)).toEqual([
      expect.stringMatching(/could not be written \(.*(read-only|i\/o error|input\/output error).*\), so the stack stopped: make room/i),
    ]);
    await expect(startLocalStack({ directory })).rejects.toThrow(/cannot be written \(EROFS: read-only file system\): use another --data/);
  },
);

test.skipIf(!canRun('prlimit', ['--version']))(
  'a write of the tables that is cut in half stops the stack, and what it acknowledged is there after the next start',
  async () => {
    const directory = join(parent, 'cut');
    const stack = await startLocalStack({ directory });
    // The journal of the tables is the largest file that grows: it alone reaches the limit.
    const journal = readdirSync(join(directory, 'tables')).find((name) => name.endsWith('.log'));
    const limit = statSync(join(directory, 'tables', journal ?? '')).size + 150_000;
    execFileSync('prlimit', ['--pid', String(stack.pid), `--fsize=${limit}`]);
    const booked = await bookUntilTheEnd(stack);
    expect(booked.length).toBeGreaterThan(0);
    expect(await stack.exited).toBe(1);
    expect(oneLine(stack)).toEqual([expect.stringMatching(/tables could not be written \(.*\), so the stack stopped/)]);
    await expectAllToBeThere(directory, booked);
  },
);

const shim = join(parent, 'failing-disk.so');
const source = join(import.meta.dirname, '..', 'fixtures', 'failing-disk.c');
const canFail = process.platform === 'linux' && canRun('cc', ['-shared', '-fPIC', '-o', shim, source, '-ldl']);
test.skipIf(!canFail).each(['tables', 'mail'])(
  'a disk on which no write below %s succeeds any more (EIO) stops the stack with one line, and what it acknowledged is there after the next start',
  async (part) => {
    const directory = join(parent, `bad-${part}`);
    const trigger = join(parent, `trigger-${part}`);
    const stack = await startLocalStack({ directory, settings: { LD_PRELOAD: shim, FAILING_DISK: trigger } });
    const booked = bookUntilTheEnd(stack);
    await stack.mails(2, 'asha@example.org');
    writeFileSync(trigger, join(directory, part));
    expect(await stack.exited).toBe(1);
    expect(oneLine(stack)).toEqual([
      expect.stringMatching(/could not be written \(.*(i\/o|input\/output) error.*\), so the stack stopped/i),
    ]);
    expect((await booked).length).toBeGreaterThan(0);
    await expectAllToBeThere(directory, await booked);
  },
);

test('a data directory that is removed stops the stack with one line, because what it acknowledged from then on would be lost', async () => {
  const directory = join(parent, 'removed');
  const stack = await startLocalStack({ directory });
  renameSync(directory, join(parent, 'elsewhere'));
  expect(await stack.exited).toBe(1);
  expect(oneLine(stack)).toEqual([expect.stringMatching(/removed was removed or replaced, so the stack stopped: .* Start again\.$/)]);
});
