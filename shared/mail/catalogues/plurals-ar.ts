const rules = new Intl.PluralRules('ar');

/** A noun as Arabic counts it. After a preposition the dual ends in ين, which these are written for. */
interface Forms {
  readonly one: string;
  readonly two: string;
  /** 3 to 10. */
  readonly few: string;
  /** 11 to 99. */
  readonly many: string;
  readonly other: string;
}

/** A count in words: one and two are in the noun itself. */
function countAr(count: number, { one, two, few, many, other }: Forms): string {
  switch (rules.select(count)) {
    case 'one':
      return one;
    case 'two':
      return two;
    case 'few':
      return `${count} ${few}`;
    case 'many':
      return `${count} ${many}`;
    case 'zero':
    case 'other':
      return `${count} ${other}`;
  }
}

export const minutesAr = (count: number): string =>
  countAr(count, { one: 'دقيقة واحدة', two: 'دقيقتين', few: 'دقائق', many: 'دقيقة', other: 'دقيقة' });

export const hoursAr = (count: number): string =>
  countAr(count, { one: 'ساعة واحدة', two: 'ساعتين', few: 'ساعات', many: 'ساعة', other: 'ساعة' });

export const daysAr = (count: number): string => countAr(count, { one: 'يوم واحد', two: 'يومين', few: 'أيام', many: 'يوماً', other: 'يوم' });

export const stationsAr = (count: number): string =>
  countAr(count, { one: 'محطة واحدة', two: 'محطتين', few: 'محطات', many: 'محطة', other: 'محطة' });

export const timesAr = (count: number): string =>
  countAr(count, { one: 'موعد واحد', two: 'موعدين', few: 'مواعيد', many: 'موعداً', other: 'موعد' });
