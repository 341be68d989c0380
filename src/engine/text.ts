// Every word a person reads comes from locales/, through here.
import i18next from 'i18next';
import type catalogue from '../../locales/id.json';
import type { Language, Text } from '../core/profile.ts';

/** A key that the source catalogue (Indonesian) has; a test holds the others to the same keys. */
export type TextKey = Singular<keyof typeof catalogue>;

/** `queue.head_one` and `queue.head_other` are one text, `queue.head`, that depends on `count`. */
type Singular<Key extends string> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key;

export type Params = Readonly<Record<string, string | number>>;

export interface Texts {
  /** The text in that language, with `{{name}}` filled in; plurals by `count`. */
  t(language: Language, key: TextKey, params?: Params): string;
  has(key: string): key is TextKey;
}

/** Texts over flat catalogues, one per language. */
export function createTexts(catalogues: Readonly<Record<Language, Readonly<Record<string, string>>>>): Texts {
  const i18n = i18next.createInstance();
  void i18n.init({
    lng: 'id',
    fallbackLng: 'id',
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
    resources: { id: { translation: catalogues.id }, en: { translation: catalogues.en } },
  });
  // Labels, mostly: nothing to fill in, and said many times a turn.
  const plain: Readonly<Record<Language, Map<TextKey, string>>> = { id: new Map(), en: new Map() };
  return {
    t(language, key, params) {
      if (params !== undefined) return i18n.t(key, { ...params, lng: language });
      const known = plain[language].get(key) ?? i18n.t(key, { lng: language });
      plain[language].set(key, known);
      return known;
    },
    has: (key): key is TextKey => Object.hasOwn(catalogues.id, key),
  };
}

/** The words of a profile's text in a language. */
export function say(text: Text, language: Language): string {
  return text[language];
}
