import { useSyncExternalStore } from 'react';

/** The languages of the console, as the graph calls them. */
export type Locale = 'EN' | 'ZH';

/** What a reader sets once, kept in his browser; all else stands in the URL. */
export interface Settings {
  readonly locale: Locale;
  readonly theme: 'system' | 'light' | 'dark';
  /** How up and down are coloured: by what is good, or by direction, as markets do. */
  readonly tones: 'meaning' | 'red-up' | 'green-up';
}

const key = 'martlet-settings';
const usual: Settings = { locale: navigator.language.startsWith('zh') ? 'ZH' : 'EN', theme: 'system', tones: 'meaning' };

let settings: Settings = { ...usual, ...read() };
const listeners = new Set<() => void>();

function read(): Partial<Settings> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}');
  } catch {
    return {};
  }
}

const darkness = matchMedia('(prefers-color-scheme: dark)');
const paper = matchMedia('print');

/** Puts the settings on the page, where the style sheets look for them. */
export function applySettings(): void {
  const { locale, theme, tones } = settings;
  const { documentElement } = document;
  documentElement.lang = locale === 'ZH' ? 'zh-CN' : 'en';
  const chosen = theme === 'system' ? (darkness.matches ? 'dark' : 'light') : theme;
  documentElement.dataset.theme = paper.matches ? 'light' : chosen;
  documentElement.dataset.tones = tones;
}
for (const each of [darkness, paper]) each.addEventListener('change', applySettings);

export function changeSettings(change: Partial<Settings>): void {
  settings = { ...settings, ...change };
  localStorage.setItem(key, JSON.stringify(settings));
  applySettings();
  for (const listener of listeners) listener();
}

const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useSettings = (): Settings => useSyncExternalStore(listen, () => settings);
export const useLocale = (): Locale => useSettings().locale;
