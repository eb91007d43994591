import { describe, expect, test } from 'vitest';
import { openTemplate, readResources } from '../../local/template/template.ts';
import { makeValues, nameResources } from '../../local/template/values.ts';

const resources = {
  RoomsTable1A2B3C4D: { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} },
  MailQueue9F8E7D6C: { Type: 'AWS::SQS::Queue', Properties: {} },
  Named: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'given-name' } },
  KeysAAAAAAAA: { Type: 'AWS::SecretsManager::Secret' },
  Site: { Type: 'AWS::CloudFront::Distribution' },
  Sender: { Type: 'AWS::Lambda::Function' },
};

/** Reads one property after it has been resolved. */
function resolve(value: unknown): unknown {
  const raw = readResources({ Resources: { ...resources, It: { Type: 'Test::It', Properties: { Value: value } } } });
  const template = openTemplate(raw, makeValues(raw, { queues: 'http://127.0.0.1:9', site: 'http://localhost:3000' }));
  return template.ofType('Test::It')[0]?.properties.value('Value');
}

describe('intrinsic functions become local values', () => {
  const cases: [string, unknown, unknown][] = [
    ['a reference to a table is its name, without the hash that CDK appends', { Ref: 'RoomsTable1A2B3C4D' }, 'RoomsTable'],
    ['a name that the template gives stays', { 'Fn::GetAtt': ['Named', 'QueueName'] }, 'given-name'],
    ['a reference to a queue is its URL', { Ref: 'MailQueue9F8E7D6C' }, 'http://127.0.0.1:9/000000000000/MailQueue'],
    ['an attribute', { 'Fn::GetAtt': ['Sender', 'Arn'] }, 'arn:aws:lambda:eu-west-1:000000000000:function:Sender'],
    ['an attribute, written with a dot', { 'Fn::GetAtt': 'Sender.Arn' }, 'arn:aws:lambda:eu-west-1:000000000000:function:Sender'],
    ['a reference to a secret is its ARN', { Ref: 'KeysAAAAAAAA' }, 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:Keys'],
    ['a pseudo parameter', { Ref: 'AWS::AccountId' }, '000000000000'],
    ['a join of parts', { 'Fn::Join': ['-', ['a', { Ref: 'RoomsTable1A2B3C4D' }, 'b']] }, 'a-RoomsTable-b'],
    [
      'a substitution',
      { 'Fn::Sub': 'x/${RoomsTable1A2B3C4D}/${Sender.Arn}/${!literal}' },
      'x/RoomsTable/arn:aws:lambda:eu-west-1:000000000000:function:Sender/${literal}',
    ],
    ['a substitution with variables', { 'Fn::Sub': ['${a}${AWS::Region}', { a: { Ref: 'RoomsTable1A2B3C4D' } }] }, 'RoomsTableeu-west-1'],
    ['a selection from a split', { 'Fn::Select': [2, { 'Fn::Split': [':', 'a:b:c'] }] }, 'c'],
    ['what is nested in lists and objects', { a: [{ b: { Ref: 'AWS::Partition' } }] }, { a: [{ b: 'aws' }] }],
    ['a value that is meant to be absent', { a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
    ['an object whose key only looks like a function', { Ref: 'x', other: 1 }, { Ref: 'x', other: 1 }],
  ];
  test.each(cases)('%s', (_, value, expected) => expect(resolve(value)).toEqual(expected));
});

describe('what has no local value is an error that names the place', () => {
  const cases: [string, unknown][] = [
    ['a resource that nothing stands for', { Ref: 'Site' }],
    ['an attribute that nothing stands for', { 'Fn::GetAtt': ['Site', 'DomainName'] }],
    ['an unknown logical id', { Ref: 'Nobody' }],
    ['the same inside a join', { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Site', 'DomainName'] }]] }],
    ['the same inside a substitution', { 'Fn::Sub': 'https://${Site.DomainName}' }],
    ['a function that is not supported', { 'Fn::ImportValue': 'x' }],
    ['a join of no list', { 'Fn::Join': ['', 'x'] }],
    ['a selection past the end', { 'Fn::Select': [9, ['a']] }],
  ];
  test.each(cases)('%s', (_, value) => expect(() => resolve(value)).toThrow(/no value for .* in It\.Value/));
});

test('the template resolves only what is read', () => {
  const raw = readResources({ Resources: { It: { Type: 'Test::It', Properties: { Good: 'x', Bad: { Ref: 'Nobody' } } } } });
  const [it] = openTemplate(raw, makeValues(raw, { queues: '', site: '' })).ofType('Test::It');
  expect(it?.properties.text('Good')).toBe('x');
});

describe('a property of the wrong kind is named', () => {
  const raw = readResources({ Resources: { It: { Type: 'Test::It', Properties: { List: ['a', 1], Text: { a: 1 }, Number: 'x' } } } });
  const [it] = openTemplate(raw, makeValues(raw, { queues: '', site: '' })).ofType('Test::It');
  test('a property that is missing is named', () => expect(() => it?.properties.text('None')).toThrow('It.None is missing'));
  test('a property that is no text is named', () => expect(() => it?.properties.text('Text')).toThrow('It.Text is not text'));
  test('a property that is no number is named', () =>
    expect(() => it?.properties.optionalNumber('Number')).toThrow('It.Number is not a number'));
  test('a list that holds something else than text is named', () =>
    expect(() => it?.properties.texts('List')).toThrow('It.List holds something else than text'));
});

test('two names that differ in their hash alone keep it', () => {
  const names = nameResources(['Queue11111111', 'Queue22222222', 'Table33333333', 'DEADBEEF']);
  expect([...names.values()]).toEqual(['Queue11111111', 'Queue22222222', 'Table', 'DEADBEEF']);
});

test('a text that is no template is refused', () => {
  expect(() => readResources({ Outputs: {} })).toThrow('has no Resources');
  expect(() => readResources({ Resources: { A: {} } })).toThrow('A of the template has no Type');
});
