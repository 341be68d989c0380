// What every store must do, whatever it is built on: run by memory.test.ts and mongo.test.ts.
import { beforeEach, describe } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import { chatContract } from './chat-contract.ts';
import { applicationContract } from './application-contract.ts';
import { certificateContract } from './certificate-contract.ts';
import { dayContract } from './day-contract.ts';
import { eventTallyContract } from './event-tally-contract.ts';
import { rollContract } from './roll-contract.ts';
import { tallyContract } from './tally-contract.ts';
import { auditContract } from './audit-contract.ts';
import { inboxContract } from './inbox-contract.ts';
import { lookUpContract } from './look-up-contract.ts';
import { peopleAndFilesContract } from './people-contract.ts';
import { secretContract } from './secret-contract.ts';
import { tokenContract } from './token-contract.ts';

/** `fresh` gives an open store with nothing in it. */
export function storeContract(name: string, fresh: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store;
    beforeEach(async () => {
      store = await fresh();
    });
    const current = () => store;
    describe('chats', () => chatContract(current));
    describe('requests', () => applicationContract(current));
    describe('certificates', () => certificateContract(current));
    describe('the roll', () => rollContract(current));
    describe('tallies of certificates', () => tallyContract(current));
    describe('tallies of what happened', () => eventTallyContract(current));
    describe('days and offices', () => dayContract(current));
    describe('what a turn looks up', () => lookUpContract(current));
    describe('people, profiles and files', () => peopleAndFilesContract(current));
    describe('codes, leases and sent ids', () => tokenContract(current));
    describe('the inbox', () => inboxContract(current));
    describe('secrets', () => secretContract(current));
    describe('the audit trail', () => auditContract(current));
  });
}
