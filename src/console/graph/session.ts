/** A browser that signed in; null where the gateway asks for no proof, as for the developer. */
export type Session = { readonly csrfToken: string } | null;

const returnKey = 'martlet-return';

/**
 * Who is signed in at the gateway. Who has to sign in first leaves for the page that does it, and this never ends; coming back he finds
 * the page that he wanted.
 */
export async function openSession(): Promise<Session> {
  const response = await fetch('/session');
  if (response.status === 204 || response.status === 401) {
    leaveToSignIn();
    return new Promise(() => {});
  }
  const wanted = sessionStorage.getItem(returnKey);
  sessionStorage.removeItem(returnKey);
  if (wanted && location.pathname === '/') history.replaceState(null, '', wanted);
  const session = (await response.json()) as { readonly csrfToken?: string };
  return session.csrfToken ? { csrfToken: session.csrfToken } : null;
}

export function leaveToSignIn(): void {
  sessionStorage.setItem(returnKey, location.pathname + location.search);
  location.assign('/sign-in');
}

export async function signOut(session: Session): Promise<void> {
  if (session) await fetch('/session', { method: 'DELETE', headers: { 'x-martlet-csrf': session.csrfToken } });
  location.assign('/sign-in');
}
