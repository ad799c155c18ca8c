/** What of an API key (`martlet_<id>_<secret>`) nobody else may see. It may have underscores of its own: base64url has them. */
export const secretPart = (key: string): string => key.split('_').slice(2).join('_');
