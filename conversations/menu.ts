// What everybody sees between dialogues: only what the person can do now.
import { conversation } from '../src/engine/conversation.ts';

export const menu = conversation({
  name: 'menu',
  start: 'menu',
  steps: {
    menu: {
      choose: 'menu.title',
      options: [
        { id: 'resume', label: 'menu.resume', when: 'has_draft', word: 'resume' },
        { id: 'queue', label: 'menu.queue', when: 'is_officer', word: 'queue' },
        { id: 'replace', label: 'menu.replace', when: 'has_returned', opens: 'replace' },
        { id: 'apply', label: 'menu.apply', when: 'may_apply', opens: 'apply' },
        { id: 'services', label: 'menu.services', when: 'may_ask', opens: 'apply' },
        { id: 'status', label: 'menu.status', when: 'has_application', word: 'status' },
        { id: 'withdraw', label: 'menu.withdraw', when: 'may_withdraw', opens: 'withdraw' },
        { id: 'check', label: 'menu.check', opens: 'check' },
        { id: 'trouble', label: 'menu.trouble', opens: 'trouble' },
        { id: 'roll', label: 'menu.roll', when: 'is_officer', word: 'roll' },
        { id: 'statistics', label: 'menu.statistics', word: 'statistics' },
        { id: 'help', label: 'menu.help', word: 'help' },
        { id: 'language', label: 'menu.language', word: 'language' },
      ],
    },
  },
});
