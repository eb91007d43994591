import type { Practice } from './practice.ts';

/*
 * What the topics that the service names itself are called in each language. Those of an operator stand as they were written.
 */

export const topicsEn = {
  'Cataract and cornea': 'Cataract and cornea',
  Glaucoma: 'Glaucoma',
  Retina: 'Retina',
  'Neuro-ophthalmology': 'Neuro-ophthalmology',
  'Paediatrics and strabismus': 'Paediatrics and strabismus',
  'Oculoplastics and orbit': 'Oculoplastics and orbit',
  Uveitis: 'Uveitis',
  'Optics and refraction': 'Optics and refraction',
  'Ethics and communication': 'Ethics and communication',
};

export type Topics = typeof topicsEn;

/** The practice with its topic as the reader's language calls it. A topic of an operator stays as it is. */
export function nameTopic<P extends Pick<Practice, 'topic'>>(practice: P, topics: Topics): P {
  const [, name = practice.topic] = Object.entries(topics).find(([topic]) => topic === practice.topic) ?? [];
  return { ...practice, topic: name };
}

export const topicsDe: Topics = {
  'Cataract and cornea': 'Katarakt und Hornhaut',
  Glaucoma: 'Glaukom',
  Retina: 'Netzhaut',
  'Neuro-ophthalmology': 'Neuroophthalmologie',
  'Paediatrics and strabismus': 'Kinderophthalmologie und Strabismus',
  'Oculoplastics and orbit': 'Okuloplastik und Orbita',
  Uveitis: 'Uveitis',
  'Optics and refraction': 'Optik und Refraktion',
  'Ethics and communication': 'Ethik und Kommunikation',
};

export const topicsEs: Topics = {
  'Cataract and cornea': 'Catarata y córnea',
  Glaucoma: 'Glaucoma',
  Retina: 'Retina',
  'Neuro-ophthalmology': 'Neurooftalmología',
  'Paediatrics and strabismus': 'Oftalmología pediátrica y estrabismo',
  'Oculoplastics and orbit': 'Oculoplastia y órbita',
  Uveitis: 'Uveítis',
  'Optics and refraction': 'Óptica y refracción',
  'Ethics and communication': 'Ética y comunicación',
};

export const topicsAr: Topics = {
  'Cataract and cornea': 'الساد والقرنية',
  Glaucoma: 'الزرق (الجلوكوما)',
  Retina: 'الشبكية',
  'Neuro-ophthalmology': 'طب العيون العصبي',
  'Paediatrics and strabismus': 'طب عيون الأطفال والحول',
  'Oculoplastics and orbit': 'تجميل العيون والحجاج',
  Uveitis: 'التهاب العنبية',
  'Optics and refraction': 'البصريات وتصحيح الإبصار',
  'Ethics and communication': 'الأخلاقيات والتواصل',
};
