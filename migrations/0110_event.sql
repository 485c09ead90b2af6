-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What happened is in audit.history already, with the transaction that wrote it: the event stream and the webhooks read it
-- there, and no write pays for them. Here: a person's own inbox, newest first, as the stream looks at it every second.
-- api.event_changes: the newest line and the unread ones
create index notification_owner_id_updated_at_idx on app.notification (owner_id, updated_at desc, id desc) where deleted_at is null;
