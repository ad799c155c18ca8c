import { expect, test } from 'vitest';
import { loadConfig } from '../src/config.js';

test("the operator's time zone is China's unless it is set", () => {
  expect(loadConfig({}, {}).timeZone.name).toBe('Asia/Shanghai');
  const { timeZone } = loadConfig({}, { MARTLET_TIME_ZONE: 'Asia/Kathmandu' });
  expect(timeZone.localTime(new Date('2026-10-31T18:15:00Z'))).toEqual({ day: '2026-11-01', time: '00:00' });
});

test.each(['Asia/Peking', '+08:00', 'UTC+8'])('a time zone that is none is refused: %s', (name) => {
  expect(() => loadConfig({}, { MARTLET_TIME_ZONE: name })).toThrow(
    `MARTLET_TIME_ZONE: expected the name of an IANA time zone, e.g. Asia/Shanghai or Europe/Berlin, found "${name}"`,
  );
});

test('proxies are addresses and networks', () => {
  const proxiesOf = (text: string) => loadConfig({}, { MARTLET_PROXIES: text }).proxies;
  expect(proxiesOf('10.0.0.7, 10.1.0.0/16 ::1')).toEqual(['10.0.0.7', '10.1.0.0/16', '::1']);
  expect(loadConfig({}, {}).proxies).toEqual([]);
  for (const wrong of ['proxy.example.com', '10.0.0.0/33', '10.0.0', 'true', '*', '10.0.0.0/8/8'])
    expect(() => proxiesOf(wrong)).toThrow('MARTLET_PROXIES: expected addresses or networks');
});
