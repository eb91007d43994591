import { decodeWords, type Email } from 'postal-mime';

/*
 * Robots write vacation replies, notes that a mail was forwarded, and read receipts. Many say so in a header. Others say it only in
 * the subject, in the language of their owner. A calendar in the mail counts more than all of this, because each genuine
 * reply of Google says that it is automatic.
 */

export function isAutomatic({ headers }: Email): boolean {
  const subject = headers.find(({ key }) => key === 'subject')?.value ?? '';
  return headers.some(({ key, value }) => isRobotHeader(key, value)) || isRobotSubject(decodeWords(subject.slice(0, LONGEST_SUBJECT)));
}

const LONGEST_SUBJECT = 300;

const ROBOT_HEADERS = new Set('list-id list-unsubscribe feedback-id x-loop x-vacation x-ms-exchange-generated-message-source'.split(' '));

function isRobotHeader(key: string, value: string): boolean {
  if (key === 'auto-submitted') return !/^\s*no\b/i.test(value);
  if (key === 'precedence') return /bulk|list|junk|auto.?reply/i.test(value);
  if (key === 'delivered-to' || key === 'x-post-messageclass') return /autorespon/i.test(value);
  return ROBOT_HEADERS.has(key) || /^x-.*(?:auto-?(?:re(?:ply|spon)|generated)|machine-?generated|inbox-rules-loop)/.test(key);
}

// "Automatic reply" is two words in most languages, in either order, or one. So their beginnings are looked for, and not phrases.
const AUTOMATIC = 'auto|otomat|аўта|авто|αυτόματ|자동|自[动動]|tự động|स्वचालित|স্বয়ংক্রিয়|تلقائ|آلي|خودکار|אוטומטי|อัตโนมัติ|தானியங்கி';
const BEGINS_OR_ENDS_AUTOMATIC = new RegExp(`^(?:${AUTOMATIC})|(?:${AUTOMATIC})\\S*$`, 'u');
const REPLY =
  /repl|respon|respost|respuesta|rispost|répons|răspuns|antwor|antwoord|sva?r|vastau|odpow|odpov|odgovor|válasz|yanıt|απάντηση|ответ|відповід|отговор|одговор|balasan|jawapan|trả lời|atbild|atsak|[回返応應]|회신|응답|답장|उत्तर|जवाफ|উত্তর|প্রত্যুত্তর|رد|جواب|پاسخ|תשובה|מענה|ตอบ|பதில்/u;
const ABSENCE =
  /^(?:out of (?:the )?office|ooo\b|auto$|(?:i am |i'm )?(?:on )?(?:annual )?(?:leave|vacation)\b|away(?:$| from)|abwesen|urlaub|ich bin nicht|absence|absent|en congé|fuera de(?: la)? oficina|ausen[tc]|fora do escritório|assenza|fuori (?:sede|ufficio)|afwezig|frånvar|fravær|poissa|nieobecn|nepřítom|távollét|ofis dışı|вне офиса|отсутств|不在|外出|休假|休暇|부재|छुट्टी|ছুটি)/u;
const ABOUT_MAIL =
  /^(?:undeliver|(?:mail )?delivery (?:status|fail|has)|mail delivery|returned mail|failure notice|unzustellbar|non remis|no se puede entregar|read$|not read$|gelesen$|lu$|leído$|letto$|(?:meeting )?forward(?:ed)? (?:notification|invitation)|forwarded invitation|meeting forward|\p{L}*weiterleitungsbenachrichtigung|notification de transfert|notificación de reenvío|notifica (?:di )?inoltro)/u;

/** What a gateway puts in front of a subject, and what stands before an answer to an answer. */
const TAGS = /^(?:\s*(?:\[[^\]]{0,30}\]|(?:re|fwd?|aw|wg|sv|vs|tr|rv)\s*[:：]))+/i;
/** Behind it stands what is answered, and that is written by people. */
const END_OF_HEAD = /[:：]/;
const LONGEST_HEAD = 60;

function isRobotSubject(subject: string): boolean {
  const head = (subject.replace(TAGS, '').split(END_OF_HEAD, 1)[0] ?? '').trim().slice(0, LONGEST_HEAD).toLowerCase().replaceAll('i̇', 'i');
  return (BEGINS_OR_ENDS_AUTOMATIC.test(head) && REPLY.test(head)) || ABSENCE.test(head) || ABOUT_MAIL.test(head);
}
