// A store that lives as long as the process: for tests, the terminal chat and a first try.
// Everything is copied on its way in and out, so that nobody shares state with it.
import type { Address, AuditEntry, Certificate, Instant, Person, Profile, Store } from '../../app/ports.ts';
import { byName } from '../officer-order.ts';
import type { StoredApplication } from './application-shelf.ts';
import { createApplicationShelf } from './application-shelf.ts';
import { createAuditShelf } from './audit-shelf.ts';
import { createCertificateShelf } from './certificate-shelf.ts';
import type { StoredChat } from './chat-shelf.ts';
import { createChatShelf } from './chat-shelf.ts';
import { createDayShelf } from './day-shelf.ts';
import { createInboxShelf } from './inbox-shelf.ts';
import { createSecretShelf } from './secret-shelf.ts';
import { createTallies } from './tallies.ts';
import { createTokenShelf } from './token-shelf.ts';

/** A real second implementation of the port, without a server. */
export function createMemoryStore(): Store {
  const people = new Map<string, Person>();
  const profiles = new Map<string, Profile>();
  const files = new Map<string, { readonly bytes: Uint8Array; readonly until?: Instant }>();
  const chats = new Map<Address, StoredChat>();
  const applications = new Map<string, StoredApplication>();
  const certificates = new Map<string, Certificate>();
  const audit: AuditEntry[] = [];

  const store: Omit<Store, 'lookUp'> = {
    open: async () => {},
    close: async () => {},
    ping: async () => true,

    ...createChatShelf(chats),
    ...createApplicationShelf(applications),
    ...createCertificateShelf(certificates),
    ...createTokenShelf(),
    ...createSecretShelf(),
    ...createInboxShelf(),
    ...createAuditShelf(audit),
    ...createDayShelf(),
    ...createTallies({
      certificates: () => [...certificates.values()],
      applications: () => [...applications.values()].map(({ application }) => application),
      audit: () => audit,
      chats: () => [...chats.values()].map(({ chat }) => chat),
    }),

    async findPerson(id) {
      return structuredClone(people.get(id));
    },
    async savePerson(person) {
      people.set(person.id, structuredClone(person));
    },
    async findPeopleWithRole(role) {
      const holders = [...people.values()].filter((person) => person.roles.includes(role));
      return structuredClone(holders.sort((a, b) => (a.id < b.id ? -1 : 1)));
    },
    async findOfficers() {
      const all = [...people.values()];
      const delegates = new Set(all.map(({ away }) => away?.delegate));
      const officers = all.filter(
        ({ id, roles, acting = [] }) => roles.length > 0 || acting.length > 0 || delegates.has(id),
      );
      return structuredClone(officers.sort(byName));
    },

    async keepProfile(version, profile) {
      if (!profiles.has(version)) profiles.set(version, structuredClone(profile));
    },
    async findProfile(version) {
      return structuredClone(profiles.get(version));
    },

    async saveFile(id, bytes, { until }) {
      files.set(id, { bytes: new Uint8Array(bytes), ...(until !== undefined && { until }) });
    },
    async readFile(id) {
      const file = files.get(id);
      return file && new Uint8Array(file.bytes);
    },
    async deleteFile(id) {
      files.delete(id);
    },
    async findOutdatedFiles(now, limit) {
      const outdated = [...files].filter(([, { until }]) => until !== undefined && until <= now);
      return outdated.slice(0, limit).map(([id]) => id);
    },
  };
  return {
    ...store,
    async lookUp({ chat, version, applicant, numbers }) {
      const there = chat === undefined ? undefined : await store.findChat(chat);
      const named = await Promise.all(numbers.map((number) => store.findApplication(number)));
      return {
        ...(there && there.version !== version && { chat: there }),
        officers: await store.findOfficers(),
        applications: applicant === undefined ? [] : await store.findApplicationsOf(applicant),
        certificates: applicant === undefined ? [] : await store.findCertificatesOf(applicant),
        named: named.filter((application) => application !== undefined),
      };
    },
  };
}
