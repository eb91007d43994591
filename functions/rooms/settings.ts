export const roomsApiSettings = ['ROOMS_TABLE', 'MAIL_QUEUE_URL'] as const;
export type RoomsApiSettings = Record<(typeof roomsApiSettings)[number], string>;
