import { Button } from '../controls/button.tsx';
import { Select, Switch } from '../controls/choice.tsx';
import { signOut } from '../graph/session.ts';
import { changeSettings, useSettings } from '../settings/settings.ts';
import { useStart } from '../view/start.tsx';
import { useWords } from '../words/use-words.ts';
import styles from './settings-menu.module.css';
import { shellWords } from './shell-words.ts';

/** Who looks, and what he has set: language, light, colours of change. */
export function SettingsMenu() {
  const words = useWords(shellWords);
  const { locale, theme, tones } = useSettings();
  const { me, session } = useStart();
  return (
    <details className={styles.settings}>
      <summary>
        <span className={styles.who}>{me.subject}</span>
        <span className="only-read">{words.settings}</span>
      </summary>
      <div className={styles.sheet}>
        <p className={styles.scope}>{[...me.roles, scopeOf(me.cities, words.allCities)].filter(Boolean).join(' · ')}</p>
        <Switch
          name={words.language}
          value={locale}
          onChange={(value) => changeSettings({ locale: value })}
          options={[
            { value: 'ZH', name: '中文' },
            { value: 'EN', name: 'English' },
          ]}
        />
        <Select
          name={words.theme}
          showName
          value={theme}
          onChange={(value) => changeSettings({ theme: value })}
          options={[
            { value: 'system', name: words.system },
            { value: 'light', name: words.light },
            { value: 'dark', name: words.dark },
          ]}
        />
        <Select
          name={words.tones}
          showName
          value={tones}
          onChange={(value) => changeSettings({ tones: value })}
          options={[
            { value: 'meaning', name: words.meaning },
            { value: 'red-up', name: words.redUp },
            { value: 'green-up', name: words.greenUp },
          ]}
        />
        {session && <Button onClick={() => void signOut(session)}>{words.signOut}</Button>}
      </div>
    </details>
  );
}

const scopeOf = (cities: readonly string[] | null | undefined, all: string): string => (cities ? cities.join(', ') : all);
