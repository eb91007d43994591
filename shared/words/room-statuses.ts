export const ROOM_STATUSES = ['open', 'booked', 'cancelled'] as const;
