import type { MailProgram } from './answer.ts';
import { apple } from './apple.ts';
import { gmail } from './gmail.ts';
import { otherProgram } from './others.ts';
import { outlook, outlookDesktop } from './outlook.ts';
import { thunderbird } from './thunderbird.ts';

/** Calendar programs by what people call them, the ones most used first. */
export const PROGRAMS = {
  gmail: { name: 'Gmail', write: gmail },
  outlook: { name: 'Outlook (Microsoft 365)', write: outlook },
  outlookDesktop: { name: 'Outlook for Windows without Exchange', write: outlookDesktop },
  apple: { name: 'Apple Calendar', write: apple },
  thunderbird: { name: 'Thunderbird', write: thunderbird },
  zimbra: { name: 'Zimbra', write: otherProgram('zimbra') },
  yahoo: { name: 'Yahoo', write: otherProgram('yahoo') },
  fastmail: { name: 'Fastmail', write: otherProgram('fastmail') },
  samsung: { name: 'Samsung Calendar', write: otherProgram('samsung') },
  proton: { name: 'Proton', write: otherProgram('proton') },
  kde: { name: 'KDE (KMail, KOrganizer)', write: otherProgram('kde') },
  horde: { name: 'Horde', write: otherProgram('horde') },
  bluemind: { name: 'BlueMind', write: otherProgram('bluemind') },
  sogo: { name: 'SOGo', write: otherProgram('sogo') },
  nextcloud: { name: 'Nextcloud', write: otherProgram('nextcloud') },
  notes: { name: 'HCL Notes', write: otherProgram('notes') },
  evolution: { name: 'GNOME Evolution', write: otherProgram('evolution') },
  openXchange: { name: 'Open-Xchange', write: otherProgram('openXchange') },
} satisfies Record<string, { readonly name: string; readonly write: MailProgram }>;

export type ProgramName = keyof typeof PROGRAMS;

export const isProgram = (name: string): name is ProgramName => Object.hasOwn(PROGRAMS, name);
