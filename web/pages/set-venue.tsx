import { useLocation } from 'preact-iso';
import type { RoomView } from '../../shared/api/contract.ts';
import { useApp } from '../app-context.ts';
import { ActionButton } from '../parts/button.tsx';
import { OwnSession } from '../parts/own-session.tsx';
import { Summary } from '../parts/trouble.tsx';
import { VenueField } from '../parts/venue-field.tsx';
import { otherName } from '../room-words.ts';
import { useAction } from '../use-action.ts';
import { useDraft } from '../use-draft.ts';
import { troubleErrors } from '../wanted-slot.ts';

/** The host says where the two meet. */
export const SetVenue = ({ id }: { readonly id: string }) => (
  <OwnSession id={id} title="Where you meet" allows={(room) => room.role === 'host'}>
    {(room) => <VenueForm room={room} />}
  </OwnSession>
);

function VenueForm({ room }: { readonly room: RoomView }) {
  const { api, tell } = useApp();
  const { route } = useLocation();
  const { values, set, drop } = useDraft(`link ${room.id}`, { link: room.ownMeetingUrl ?? '' });
  const saving = useAction('generic');
  const page = `/sessions/${room.id}`;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const link = values.link.trim();
    await saving.run(async () => {
      await api.setMeetingUrl(room.id, link || null);
      drop();
      tell(link ? 'Your link is saved.' : 'Your link is removed.', page);
      route(page);
    });
  };
  const errors = troubleErrors(saving.trouble);
  return (
    <>
      <Summary errors={errors} trouble={errors.length > 0 ? null : saving.trouble} />
      <form class="stack-loose" noValidate onSubmit={(event) => void save(event)}>
        <VenueField value={values.link} errors={errors} set={(link) => set({ link })} />
        <p class="remark">
          {room.status === 'booked'
            ? `You and ${otherName(room)} get a new invitation. The time stays, and so do your answers.`
            : 'Your guest sees the link once the session is booked.'}
        </p>
        <p class="actions">
          <ActionButton type="submit" busy={saving.busy}>
            Save the link
          </ActionButton>
          <a href={page}>Leave it as it is</a>
        </p>
      </form>
    </>
  );
}
