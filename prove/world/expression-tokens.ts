/** One token of a DynamoDB expression. */
export interface Token {
  readonly type: 'name' | 'value' | 'word' | 'number' | 'symbol';
  readonly text: string;
}

const TOKEN = /\s*(?:(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([A-Za-z_][A-Za-z0-9_]*)|(\d+)|(<>|<=|>=|[=<>()[\],.+-]))/y;

/** Splits an expression into its tokens. Throws an Error on a character that has no place in one. */
function tokensIn(expression: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(expression);
    if (match === null) throw new Error(`Not a DynamoDB expression at ${at}: ${expression}`);
    const [, name, value, word, number, symbol] = match;
    if (name !== undefined) tokens.push({ type: 'name', text: name });
    else if (value !== undefined) tokens.push({ type: 'value', text: value });
    else if (word !== undefined) tokens.push({ type: 'word', text: word });
    else if (number !== undefined) tokens.push({ type: 'number', text: number });
    else tokens.push({ type: 'symbol', text: symbol ?? '' });
  }
  return tokens;
}

/** Reads tokens one after the other. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(expression: string) {
    this.tokens = tokensIn(expression);
  }

  get isAtEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(): Token | undefined {
    return this.tokens[this.at];
  }

  next(): Token {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new Error('A DynamoDB expression ends too early');
    return token;
  }

  /** Takes the next token when it is this one, whatever the case of a word. */
  takes(text: string, ahead = 0): boolean {
    if (!this.sees(text, ahead)) return false;
    this.at += 1;
    return true;
  }

  sees(text: string, ahead = 0): boolean {
    const token = this.tokens[this.at + ahead];
    return token !== undefined && (token.type === 'word' || token.type === 'symbol') && token.text.toUpperCase() === text.toUpperCase();
  }

  expect(text: string): void {
    if (!this.takes(text)) throw new Error(`A DynamoDB expression lacks ${text} at token ${this.at}`);
  }
}
