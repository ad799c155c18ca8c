import { describe, expect, test } from 'vitest';
import { bareText, changeText, exactText, figureText, rateText, shareText } from '../../src/console/format/figures.ts';
import { dayText, monthText, monthTick } from '../../src/console/format/times.ts';
import { dictionary, wordsIn } from '../../src/console/words/words.ts';

describe('figures', () => {
  test.each([
    [98_123, 'numbers', '98,123', '98,123户'],
    [4_812_345, 'CNY', '¥4.81m', '481.23万元'],
    [1_234_567_890, 'CNY', '¥1.23bn', '12.35亿元'],
    [-12_340, 'CNY', '−¥12,340', '−1.23万元'],
    [48.3715, 'CNY', '¥48.37', '48.37元'],
    [1.7445, '%', '1.74%', '1.74%'],
    [0.0448, 'CNY/min', '0.0448 ¥/min', '0.0448元/分钟'],
    [17.4621, 'GB', '17.46 GB', '17.46 GB'],
    [0, 'CNY', '¥0', '0元'],
    [4, '1-5', '4 of 5', '4级'],
    [3, 'a new unit', '3.00 a new unit', '3.00 a new unit'],
  ])('%d %s is %s and %s', (value, unit, english, chinese) => {
    expect([figureText(value, unit, 'EN'), figureText(value, unit, 'ZH')]).toEqual([english, chinese]);
  });

  test('nothing is rounded where somebody points at it', () => {
    expect(exactText(5_551_115.42, 'CNY', 'EN')).toBe('¥5,551,115.42');
    expect(exactText(1.7445102823, '%', 'ZH')).toBe('1.7445102823%');
  });

  test('changes have a sign, and rates change by points', () => {
    expect([changeText(0.21, '%', 'EN'), changeText(-0.21, '%', 'ZH')]).toEqual(['+0.21 pp', '−0.21个百分点']);
    expect([rateText(0.0312, 'EN'), rateText(-12.5, 'ZH'), shareText(0.251, 'EN')]).toEqual(['+3.1%', '−1,250%', '25.1%']);
    expect(changeText(0, 'CNY', 'EN')).toBe('±¥0');
  });

  test('in a column whose head has the unit the number stands alone', () => {
    expect([bareText(284.3, 'CNY', 'EN'), bareText(-1234.5, 'CNY', 'ZH')]).toEqual(['284.3', '−1,235']);
  });
});

test('months and days', () => {
  expect([monthText('2026-10', 'EN'), monthText('2026-10', 'ZH')]).toEqual(['Oct 2026', '2026年10月']);
  expect([monthTick('2026-01', 'EN'), monthTick('2026-02', 'ZH')]).toEqual(['2026', '2月']);
  expect([dayText('2026-10-31', 'EN'), dayText('2026-10-31', 'ZH')]).toEqual(['31 Oct 2026', '2026年10月31日']);
});

test('a phrase that lacks a language does not compile', () => {
  // @ts-expect-error: the Chinese is not there
  dictionary({ title: { en: 'Board' } });
  const words = dictionary({
    title: { en: 'Board', zh: '看板' },
    of: { en: (n: number) => `${n} of`, zh: (n: number) => `${n} 之` },
  });
  expect([wordsIn(words, 'EN').title, wordsIn(words, 'ZH').of(2)]).toEqual(['Board', '2 之']);
});
