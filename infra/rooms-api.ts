import { Construct } from 'constructs';
import type { RoomsApiSettings } from '../functions/rooms/settings.ts';
import { NodeFunction } from './node-function.ts';
import type { Rooms } from './rooms.ts';
import type { Watch } from './watch.ts';
import type { WorkQueue } from './work-queue.ts';

export interface RoomsApiProps {
  readonly rooms: Rooms;
  readonly mail: WorkQueue;
  readonly watch: Watch;
}

/** Rooms over HTTP, for people who are signed in. */
export class RoomsApi extends Construct {
  readonly handler: NodeFunction<RoomsApiSettings>;

  constructor(scope: Construct, id: string, { rooms, mail, watch }: RoomsApiProps) {
    super(scope, id);
    this.handler = new NodeFunction<RoomsApiSettings>(this, 'Rooms', {
      name: 'rooms-api',
      watch,
      settings: { ROOMS_TABLE: rooms.tableName, MAIL_QUEUE_URL: mail.queue.queueUrl },
    });
    rooms.grantDecide(this.handler);
    rooms.grantList(this.handler);
    mail.grantSend(this.handler);
  }
}
