// An invented roll for the transcripts: five Perangkat Daerah, one of them renamed half-way through the year, and the people in them.
import type { Store } from '../../src/app/ports.ts';
import type { Certificate } from '../../src/core/certificate.ts';
import { addYears } from '../../src/core/local-date.ts';
import type { Office } from '../../src/core/office-list.ts';

const OFFICES: readonly Office[] = [
  { name: 'Dinas Kesehatan', area: 'Tarakan Tengah', also: ['Dinkes'] },
  { name: 'Dinas Pendidikan dan Olahraga', area: 'Tarakan Tengah', until: '2026-06-30', into: 'Dinas Pendidikan' },
  { name: 'Dinas Pendidikan', area: 'Tarakan Tengah', from: '2026-07-01' },
  { name: 'Dinas Perhubungan', area: 'Tarakan Barat' },
  { name: 'Kecamatan Tarakan Utara', area: 'Tarakan Utara' },
  { name: 'Badan Kesatuan Bangsa dan Politik', area: 'Tarakan Barat' },
];

type Row = readonly [name: string, nip: string, office: string, golongan: string, issuedOn: string, revokedOn?: string];

const ROWS: readonly Row[] = [
  ['Sari Wulandari', '198503122010012003', 'Dinas Kesehatan', 'III/c', '2026-02-03'],
  ['Bambang Sutrisno', '197911052005011002', 'Dinas Kesehatan', 'III/d', '2026-02-03'],
  ['Ratna Puspita Sari', '199001202014022001', 'Dinas Kesehatan', 'III/b', '2026-02-04'],
  ['Yohanes Lumban', '198807172012011004', 'Dinas Kesehatan', 'III/b', '2026-03-09'],
  ['Fitri Handayani', '199306082019032005', 'Dinas Kesehatan', 'II/d', '2026-03-09'],
  ['Agus Prasetyo', '198201142008011006', 'Dinas Pendidikan dan Olahraga', 'IV/a', '2026-01-12'],
  ['Maria Goretti', '198612252011012007', 'Dinas Pendidikan dan Olahraga', 'III/c', '2026-01-12'],
  ['Dedi Kurniawan', '197508302000031001', 'Dinas Pendidikan', 'IV/b', '2026-08-19'],
  ['Nur Aisyah', '199504112020122002', 'Dinas Pendidikan', 'III/a', '2026-08-20'],
  ['Hasan Basri', '198009092006041003', 'Dinas Perhubungan', 'III/d', '2024-12-01'],
  ['Wayan Sudarma', '198402022009021004', 'Dinas Perhubungan', 'III/c', '2024-10-10'],
  ['Lestari Ningsih', '199107272015032006', 'Dinas Perhubungan', 'III/a', '2026-05-05', '2026-09-01'],
  ['Petrus Kanisius', '198711112013011008', 'Kecamatan Tarakan Utara', 'III/b', '2026-04-14'],
  ['Siti Rahmawati', '199209192018012009', 'Kecamatan Tarakan Utara', 'III/a', '2026-04-14'],
  ['Joko Santoso', '197703032003121010', 'Dinas Pendidikan', 'III/d', '2026-08-21'],
];

/** Keeps all of it; nobody is reminded of anything. Ids are as those of an imported roll. */
export async function keepInventedRoll(store: Store): Promise<void> {
  await store.keepOffices(OFFICES);
  for (const [index, row] of ROWS.entries()) await store.saveCertificate(certificate(row, index + 1));
}

function certificate([name, nip, office, golongan, issuedOn, revokedOn]: Row, number: number): Certificate {
  const id = `roll:${String(number).padStart(4, '0')}`;
  const at = `${issuedOn}T03:00:00.000Z`;
  const facts = { office, golongan, status: 'pns', sex: nip[14] === '1' ? 'male' : 'female' } as const;
  const told = { recordedAt: at, countsFrom: issuedOn, remindedUntil: at, revision: 1 };
  const revoked = revokedOn && { on: revokedOn, countsFrom: revokedOn, ground: 'pensiun', application: 'TTE-LAMA' };
  const validUntil = addYears(issuedOn, 2);
  return { id, owner: id, name, nip, ...facts, issuedOn, validUntil, ...told, ...(revoked ? { revoked } : {}) };
}
