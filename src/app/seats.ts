// The people of the story: one seat for every actor of the SOP, so that one person at a screen can play them all.
import type { Profile, Role, Text } from '../core/profile.ts';
import { newSession } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import type { Address } from './ports.ts';

export interface SeatOfStory {
  readonly id: string;
  readonly name: string;
  readonly title: Text;
  readonly kind: 'applicant' | 'officer' | 'public';
  readonly role: Role;
}

/** Invented people, one an actor. */
const NAMES = [
  'Sari Dewi Lestari',
  'Hendra Wijaya',
  'Ratna Kusuma',
  'Bagus Prasetyo',
  'Maya Anggraini',
  'Yusuf Hidayat',
  'Lina Marlina',
  'Arif Setiawan',
  'Nurul Fitri',
  'Joko Susilo',
  'Fitri Handayani',
  'Rizal Ramadhan',
  'Wulan Permata',
  'Agus Salim Nugraha',
];

export function seatsOf(profile: Profile): SeatOfStory[] {
  const actors = Object.entries(profile.actors).filter(([, { kind }]) => kind !== 'external');
  const seats = actors.map(([role, { kind, title }], index): SeatOfStory => ({
    id: role.replaceAll('_', '-'),
    name: NAMES[index] ?? title.id,
    title,
    kind: kind === 'applicant' ? 'applicant' : 'officer',
    role,
  }));
  return [
    ...seats,
    { id: 'publik', name: 'Warga', title: { id: 'Masyarakat', en: 'Public' }, kind: 'public', role: 'public' },
  ];
}

/** Gives every seat its chat, and the officers their records. Doing it again changes nothing. */
export async function takeSeats(desk: Desk, seats: readonly SeatOfStory[], channel: string): Promise<void> {
  for (const { id, name, kind, role } of seats) {
    const person = `${channel}-${id}`;
    if (kind === 'officer') await desk.store.savePerson({ id: person, name, roles: [role], language: 'id' });
    const address: Address = `${channel}:${id}`;
    if (await desk.store.findChat(address)) continue;
    const at = desk.clock.now();
    await desk.store.saveChat({ address, version: 0, person, language: 'id', session: newSession(at), log: [], at });
  }
}
