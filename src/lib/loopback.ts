/** Is it a name or an address of this very machine, as a URL or a Host header has it (without the port)? */
export const isLoopback = (host: string): boolean => /^(127\.\d+\.\d+\.\d+|(.+\.)?localhost|::1|\[::1\])$/i.test(host);
