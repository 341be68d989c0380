// What the log writes, and above all what it does not.
import { describe, expect, it } from 'vitest';
import { createLog, scrub } from '../src/log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void, secrets: string[] = []): string[] {
  const lines: string[] = [];
  write(createLog('info', secrets, { write: (line) => lines.push(line) }));
  return lines;
}

describe('the log', () => {
  it('writes one JSON object a line, with a level, a time, the text and the data', () => {
    const lines = logged((log) => log.info('turn saved', { inbound: 'web:7', took: 12 }));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-/),
      msg: 'turn saved',
      inbound: 'web:7',
      took: 12,
    });
  });

  it('leaves out what is below its level', () => {
    expect(logged((log) => log.debug('detail'))).toEqual([]);
  });

  it('drops personal fields at any depth', () => {
    const [line] = logged((log) =>
      log.warn('x', { application: { number: 'TTE-1', answers: { nik: 'a' }, owner: { name: 'Sari', NIP: 'b' } } }),
    );
    expect(JSON.parse(line ?? '')).toMatchObject({ application: { number: 'TTE-1', owner: {} } });
    expect(line).not.toMatch(/Sari|answers|NIP/);
  });

  it.each([
    'NIK 6473010101900001',
    'nip 19900101 201503 1 001',
    'to whatsapp:6281234567890',
    '0812-3456-7890',
    'id6473010101900001x',
  ])('masks the number in "%s", in the text and in the data', (text) => {
    const [line = ''] = logged((log) => log.info(text, { detail: text, list: [text] }));
    expect(line).not.toMatch(/6473|1990|8123|3456/);
    expect(JSON.parse(line)).toMatchObject({ detail: expect.stringContaining('<digits>') });
  });

  it('masks a number that is a number', () => {
    expect(scrub({ from: 6473010101900001, big: 6473010101900001n, took: 1234567 }, [])).toEqual({
      from: '<digits>',
      big: '<digits>',
      took: 1234567,
    });
  });

  it('lets times, request numbers, ids and hashes through', () => {
    const data = {
      at: '2026-11-20T02:00:00.000Z',
      number: 'TTE-7K3M9Q',
      id: '12345678-1234-4123-8123-1234567890ab',
      sha256: `${'0123456789'.repeat(6)}abcd`,
      date: '2026-11-20 10:15',
    };
    expect(scrub(data, [])).toEqual(data);
  });

  it('hides secrets wherever they turn up, in an error and its cause too', () => {
    const cause = new Error('cannot reach mongodb://u:hunter2@db');
    const [line = ''] = logged(
      (log) => log.error('hunter2', { error: new Error('store away', { cause }), hunter2: ['hunter2'] }),
      ['hunter2'],
    );
    expect(line).not.toContain('hunter2');
    expect(JSON.parse(line)).toMatchObject({
      msg: '<secret>',
      error: { type: 'Error', message: 'store away', cause: { message: 'cannot reach mongodb://u:<secret>@db' } },
    });
  });

  it('never writes the contents of files', () => {
    expect(scrub({ file: new Uint8Array(5), more: Buffer.from('abc') }, [])).toEqual({
      file: '<5 bytes>',
      more: '<3 bytes>',
    });
  });

  it('survives data that refers to itself', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(JSON.stringify(scrub(loop, []))).toContain('<deeper>');
  });
});
