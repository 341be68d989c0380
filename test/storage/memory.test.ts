// The memory store keeps the contract.
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { storeContract } from './contract.ts';

storeContract('the memory store', async () => createMemoryStore());
