import { expect, test } from 'vitest';
import { dateFormats, monthFormat, numberForm, phonePicture } from '../../../src/contract/draft/form.js';

test('numbers with decimal points, decimal commas and thousands', () => {
  const number = { kind: 'number', decimal: '.', strips: [], scale: 0 };
  expect(numberForm(['9', '99'])).toEqual(number);
  expect(numberForm(['9', '-99.99'])).toEqual({ ...number, scale: 2 });
  expect(numberForm(['99,9', '9'])).toEqual({ ...number, decimal: ',', scale: 1 });
  expect(numberForm(['9.999,99', '99,99'])).toEqual({ ...number, decimal: ',', strips: ['.'], scale: 2 });
  expect(numberForm(['9,999.99', '99.99'])).toEqual({ ...number, strips: [','], scale: 2 });
  expect(numberForm(['9,999'], true)).toEqual({ ...number, decimal: ',', scale: 3 });
  expect(numberForm(['¥9,999'])).toEqual({ ...number, strips: ['¥', ','] });
  expect(numberForm(['99%', '9.9%'])).toEqual({ ...number, strips: ['%'], scale: 1 });
  expect(numberForm(['9', 'A9'])).toBeNull();
});

test('dates and months by their pictures, two formats where day and month cannot be told apart', () => {
  expect(dateFormats('99999999')).toEqual(['%Y%m%d']);
  expect(dateFormats('9999/9/99 99:99:99')).toEqual(['%Y/%m/%d %H:%M:%S']);
  expect(dateFormats('9999年9月9日')).toEqual(['%Y年%m月%d日']);
  expect(dateFormats('99/99/9999')).toEqual(['%d/%m/%Y', '%m/%d/%Y']);
  expect(dateFormats('9999')).toEqual([]);
  expect([monthFormat('999999'), monthFormat('9999年9月'), monthFormat('99999')]).toEqual(['%Y%m', '%Y年%m月', undefined]);
});

test('phone numbers however they are written', () => {
  for (const picture of ['99999999999', '+9999999999999', '999-9999-9999', '+99 999 9999 9999'])
    expect(picture).toMatch(phonePicture);
  expect('9999999999').not.toMatch(phonePicture);
});
