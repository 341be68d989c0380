// The anchors: shipped data that agrees with itself, and an agency's own beside them.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadTrust, trustOf } from '../../src/pdf/trust.ts';
import { pemOf } from '../helpers/test-ca.ts';
import { testPki } from '../helpers/test-pki.ts';

const shipped = join(import.meta.dirname, '../../src/pdf/trust');
const files = ['anchors.json', 'root-ca-indonesia-ds-g1.pem', 'osd-lu-kelas-2.pem', 'bsre-ca-ds-g1.pem'];
const made: string[] = [];

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'anchors-'));
  made.push(path);
  return path;
}

function copyOfShipped(): string {
  const path = directory();
  for (const file of files) copyFileSync(join(shipped, file), join(path, file));
  return path;
}

afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true });
});

describe('the trust anchors', () => {
  it('are the national root and the older CA of BSrE; the issuing CA only helps', () => {
    const { anchors, intermediates } = loadTrust();
    expect(anchors.map(({ name, notAfter }) => [name, notAfter.slice(0, 10)])).toEqual([
      ['Root CA Indonesia DS G1', '2038-08-23'],
      ['OSD LU Kelas 2', '2026-08-18'],
    ]);
    expect(intermediates.map(({ name }) => name)).toEqual(['BSRE CA DS G1']);
  });

  it('are refused when a file is not the certificate that was signed off', () => {
    const path = copyOfShipped();
    writeFileSync(join(path, 'root-ca-indonesia-ds-g1.pem'), pemOf(testPki().fakeRoot));
    expect(() => loadTrust([], path)).toThrow(/root-ca-indonesia-ds-g1\.pem: SHA-256 is [0-9A-F]{64}, anchors\.json/u);
  });

  it('are refused when the data file contradicts a certificate', () => {
    const path = copyOfShipped();
    const data = readFileSync(join(path, 'anchors.json'), 'utf8');
    writeFileSync(join(path, 'anchors.json'), data.replace('"notAfter": "2038-08-23"', '"notAfter": "2048-08-23"'));
    expect(() => loadTrust([], path)).toThrow('root-ca-indonesia-ds-g1.pem: validity differs from anchors.json');
  });

  it("are joined by an agency's own, PEM or DER, each once", () => {
    const path = directory();
    const { root, fakeRoot } = testPki();
    writeFileSync(join(path, 'milik-kami.crt'), pemOf(root) + pemOf(fakeRoot));
    writeFileSync(join(path, 'sama.der'), root.certificate);
    writeFileSync(join(path, 'catatan.txt'), 'bukan sertifikat');
    expect(loadTrust([path]).anchors).toHaveLength(4);
  });

  it('say which file cannot be read', () => {
    const path = directory();
    writeFileSync(join(path, 'rusak.pem'), 'bukan sertifikat');
    expect(() => loadTrust([path])).toThrow('rusak.pem: no certificate can be read from it');
  });

  it('may be given as bytes', () => {
    const { root } = testPki();
    expect(trustOf([root.certificate]).anchors[0]).toMatchObject({ name: 'Root CA Indonesia DS G1' });
  });
});
