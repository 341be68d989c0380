// What a turn looks at, out of four collections in one command: an aggregation that unites what would be a query each.
import type { mongo } from 'mongoose';
import type { Store } from '../../app/ports.ts';
import { readApplication, WITHOUT_EFFECTS } from './applications.ts';
import { readCertificate } from './certificates.ts';
import { readChat, WITHOUT_LOG } from './chats.ts';
import { MAYBE_OFFICER, officersAmong } from './people.ts';
import type { ApplicationRecord, CertificateRecord, ChatRecord, Models, PersonRecord } from './schemas.ts';
import type { Sealing } from './sealing.ts';

/** Every document that is found says which of the queries found it. */
interface FoundRecord {
  readonly officer?: PersonRecord;
  readonly chat?: ChatRecord;
  readonly own?: ApplicationRecord;
  readonly named?: ApplicationRecord;
  readonly certificate?: CertificateRecord;
}

/** The part of the Mongo store that looks several things up at once. */
export function createLookUp(
  { people, applications, certificates, chats }: Models,
  sealing: Sealing,
): Pick<Store, 'lookUp'> {
  /** The driver's own collection: mongoose casts no pipelines. */
  const raw = () => people.collection as unknown as mongo.Collection<PersonRecord>;

  return {
    async lookUp({ chat, version, applicant, numbers }) {
      const pipeline: object[] = [{ $match: MAYBE_OFFICER }, as('officer')];
      if (chat !== undefined) {
        const other = version === undefined ? {} : { version: { $ne: version } };
        const which = { _id: sealing.lookup('address', chat), ...other };
        pipeline.push(unite(chats, 'chat', which, { $project: WITHOUT_LOG }));
      }
      if (applicant !== undefined) {
        pipeline.push(unite(applications, 'own', { applicant }, { $project: WITHOUT_EFFECTS }));
        pipeline.push(unite(certificates, 'certificate', { owner: applicant }));
      }
      if (numbers.length > 0)
        pipeline.push(unite(applications, 'named', { _id: { $in: [...numbers] } }, { $project: WITHOUT_EFFECTS }));
      const found = await raw().aggregate<FoundRecord>(pipeline).toArray();
      const there = found.find((record) => record.chat)?.chat;
      const own = found.flatMap((record) => record.own ?? []).sort((a, b) => (a.submittedAt > b.submittedAt ? -1 : 1));
      const held = found
        .flatMap((record) => record.certificate ?? [])
        .sort((a, b) => (a.issuedOn > b.issuedOn ? -1 : 1));
      return {
        ...(there && { chat: readChat(there, sealing) }),
        officers: await officersAmong(
          found.flatMap((record) => record.officer ?? []),
          people,
          sealing,
        ),
        applications: own.map((record) => readApplication(record, sealing)),
        certificates: held.map((record) => readCertificate(record, sealing)),
        named: found.flatMap((record) => (record.named ? [readApplication(record.named, sealing)] : [])),
      };
    },
  };
}

/** The documents of a collection that fit, each as the one field `name`. */
function unite(
  { collection }: { collection: { name: string } },
  name: keyof FoundRecord,
  fitting: object,
  ...then: object[]
) {
  return { $unionWith: { coll: collection.name, pipeline: [{ $match: fitting }, ...then, as(name)] } };
}

function as(name: keyof FoundRecord) {
  return { $project: { _id: 0, [name]: '$$ROOT' } };
}
