import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indentJson } from '#components/record/indent-json.ts';

test('puts each member on a line and leaves every token as it was', () => {
  const raw = '{"amount":1250.00,"big":12345678901234567890,"list":[1,{"a":"x:{,}\\""}],"none":{},"empty":[ ]}';
  expect(indentJson(raw)).toBe(
    [
      '{',
      '  "amount": 1250.00,',
      '  "big": 12345678901234567890,',
      '  "list": [',
      '    1,',
      '    {',
      '      "a": "x:{,}\\""',
      '    }',
      '  ],',
      '  "none": {},',
      '  "empty": []',
      '}',
    ].join('\n'),
  );
});

test('gives nothing for what is not JSON', () => {
  for (const text of ['', '<Fault/>', '{"a":1', '{a:1}', 'plain words']) expect(indentJson(text)).toBeNull();
});

test('means the same whatever the JSON', () => {
  fc.assert(
    fc.property(fc.json(), (raw) => {
      const indented = indentJson(raw);
      expect(JSON.parse(indented ?? '')).toEqual(JSON.parse(raw));
      expect(indented?.replace(/\s/g, '')).toBe(raw.replace(/\s/g, ''));
    }),
  );
});
