import type { RoomView } from '../../shared/api/contract.ts';
import { isolate } from '../../shared/words/isolate.ts';
import { practiceInWords } from '../../shared/words/practice.ts';

/** What is practised in a session, and its host's line to the guest; nothing where neither was said. */
export function PracticeLines({ room }: { readonly room: Pick<RoomView, 'topic' | 'exam' | 'line'> }) {
  const words = practiceInWords(room);
  return (
    <>
      {words !== '' && <p>{words}</p>}
      {room.line !== '' && <p class="muted line">“{isolate(room.line)}”</p>}
    </>
  );
}
