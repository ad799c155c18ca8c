import { createHash } from 'node:crypto';
import type { Locale } from '../../faces/locale.js';

const words = {
  EN: {
    title: 'Sign in',
    key: 'API key or token',
    signIn: 'Sign in',
    at: 'Sign in at',
    signedInAs: 'Signed in as',
    until: 'until',
    console: 'Open the console',
    signOut: 'Sign out',
    refused: 'This key or token is not valid, or its time is over.',
    failed: 'You are not signed in.',
  },
  ZH: {
    title: '登录',
    key: 'API 密钥或令牌',
    signIn: '登录',
    at: '登录方式：',
    signedInAs: '当前用户：',
    until: '有效期至',
    console: '打开控制台',
    signOut: '退出登录',
    refused: '密钥或令牌无效，或已过期。',
    failed: '登录未成功。',
  },
} as const;

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0; min-height: 100vh; display: grid; place-items: center }
main { width: min(22rem, 90vw) }
label, input, button, a.provider { display: block; width: 100%; box-sizing: border-box; margin: .5rem 0; font: inherit }
input, button, a.provider { padding: .5rem .75rem; border: 1px solid GrayText; border-radius: .375rem }
a.provider { text-align: center; text-decoration: none; color: inherit }
[role=alert] { color: #b3261e }
@media (prefers-color-scheme: dark) { [role=alert] { color: #f2b8b5 } }
[hidden] { display: none !important }
`;

/** The key goes into a header, never into a URL or a form; what comes back is a cookie that no script reads. */
const script = `
const [form, signedIn, problem] = ['key', 'signed-in', 'problem'].map((id) => document.getElementById(id));
let csrfToken = null;
function show(session) {
  csrfToken = session && session.csrfToken;
  form.hidden = session !== null;
  signedIn.hidden = session === null;
  for (const each of document.querySelectorAll('#providers .provider')) each.hidden = session !== null;
  if (!session) return;
  document.getElementById('subject').textContent = session.subject;
  document.getElementById('until').textContent = new Date(session.until).toLocaleString(document.documentElement.lang);
}
async function ask(method, headers) {
  try {
    const response = await fetch('/session', { method, headers });
    if (response.status === 204) return null;
    const body = await response.json();
    if (response.ok) return body;
    const { refused, failed } = problem.dataset;
    if (method !== 'GET') problem.textContent = response.status === 401 ? refused : failed + ' ' + body.message;
  } catch {
    problem.textContent = problem.dataset.failed;
  }
  return null;
}
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  problem.textContent = '';
  const { secret } = form.elements;
  show(await ask('POST', { authorization: 'Bearer ' + secret.value.trim() }));
  secret.value = '';
});
document.getElementById('sign-out').addEventListener('click', async () => show(await ask('DELETE', { 'x-martlet-csrf': csrfToken })));
ask('GET', {}).then(show);
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What the page may do: its own style and script, and ask this gateway. */
export const contentPolicy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join(';');

/** A page on which people sign in, in their language: by a key or a token, or at one of the providers. */
export function signInPage(locale: Locale, providers: readonly { readonly name: string }[], problem: string | null): string {
  const w = words[locale];
  const links = providers.map(({ name }) => `<a class="provider" href="/sign-in/${name}">${w.at} ${name}</a>`).join('\n');
  return `<!doctype html>
<html lang="${locale === 'ZH' ? 'zh' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${w.title} · martlet</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>martlet</h1>
<p id="problem" role="alert" data-refused="${w.refused}" data-failed="${w.failed}">${problem === null ? '' : escaped(`${w.failed} ${problem}`)}</p>
<form id="key">
<label for="secret">${w.key}</label>
<input id="secret" name="secret" type="password" autocomplete="current-password" required>
<button>${w.signIn}</button>
</form>
<div id="providers">${links}</div>
<section id="signed-in" hidden>
<p>${w.signedInAs} <strong id="subject"></strong>, ${w.until} <span id="until"></span></p>
<a class="provider" id="console" href="/">${w.console}</a>
<button id="sign-out">${w.signOut}</button>
</section>
</main>
<script>${script}</script>
</body>
</html>
`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
