import { Link, useLocation } from 'wouter';
import { useFormat } from '../format/use-format.ts';
import { useStart } from '../view/start.tsx';
import { useLinks } from '../view/use-view.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/use-words.ts';
import styles from './menu.module.css';
import { mayOpen, pages } from './pages.ts';
import { openSearch } from './search.tsx';
import { SettingsMenu } from './settings-menu.tsx';
import { shellWords } from './shell-words.ts';

const groups = ['figures', 'reports', 'numbers', 'work', 'about'] as const;

/** The pages that the viewer may see, and which data they speak of. */
export function Menu() {
  const words = useWords(shellWords);
  const names = useWords(common);
  const format = useFormat();
  const linkTo = useLinks();
  const [path] = useLocation();
  const start = useStart();
  const shown = pages.flatMap((page) => (page.menu && mayOpen(page, start) ? [page.menu] : []));
  return (
    <nav data-screen-only className={styles.menu} aria-label={words.menu}>
      <div className={styles.brand}>
        <img src={logo} alt="" width="20" height="20" />
        martlet
        <button type="button" className={styles.search} onClick={openSearch} aria-label={names.search} aria-keyshortcuts="/">
          <kbd>/</kbd>
        </button>
      </div>
      <div className={styles.groups}>
        {groups.map((group) => {
          const items = shown.filter((item) => item.group === group);
          if (items.length === 0) return null;
          return (
            <section key={group} aria-label={words[group]}>
              <h2 className={styles.group}>{words[group]}</h2>
              <ul>
                {items.map((item) => (
                  <li key={item.path}>
                    <Link
                      href={linkTo(item.path)}
                      className={styles.item}
                      aria-current={isAt(path, item.path) ? 'page' : undefined}
                    >
                      {names[item.word] as string}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
      <div className={styles.foot}>
        <span>{words.dataOf(format.day(start.generation.dataDate))}</span>
        <SettingsMenu />
      </div>
    </nav>
  );
}

const logo = new URL('../styles/martlet.svg', import.meta.url).href;

const isAt = (path: string, item: string): boolean =>
  item === '/' ? path === '/' : path === item || path.startsWith(`${item}/`);
