// SPDX-License-Identifier: AGPL-3.0-or-later
// Writing a note and attaching a file where the story of the record is told.
import { App, Button, Input, Upload } from 'antd';
import { PaperClipOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useMeta } from '../api/queries.js';
import { uploadFile } from '../api/files.js';
import { invalidatePath, useSave } from '../api/saves.js';
import { useFeedback } from '../app/feedback.jsx';
import { may } from '../meta/model.js';
import { useTranslation } from '../i18n/index.js';

function useUpload(resource, record) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { fail } = useFeedback();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const upload = async (file) => {
    setBusy(true);
    try {
      await uploadFile(file, { parent_resource: resource.name, parent_id: record.id });
      message.success(t('timeline.uploaded'));
    } catch (error) {
      fail(error);
    }
    invalidatePath(queryClient, 'files');
    setBusy(false);
  };
  return { upload, busy };
}

/** @param {{resource: any, record: any}} props */
export function Composer({ resource, record }) {
  const { t } = useTranslation();
  const meta = useMeta();
  const { note, file } = meta.byName;
  const save = useSave(note ?? resource);
  const { fail } = useFeedback();
  const [text, setText] = useState('');
  const { upload, busy } = useUpload(resource, record);
  const canNote = may(note, 'create');
  const canFile = may(file, 'create');
  if (!canNote && !canFile) return null;
  const add = async () => {
    if (!text.trim()) return;
    try {
      await save.mutateAsync({ changes: { body: text.trim(), parent_resource: resource.name, parent_id: record.id } });
      setText('');
    } catch (error) {
      fail(error);
    }
  };
  const onKeyDown = (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) add();
  };
  return (
    <div className="gx-composer">
      {canNote ? <Input.TextArea value={text} autoSize={{ minRows: 1, maxRows: 8 }} placeholder={t('timeline.noteHint')} aria-label={t('timeline.addNote')} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} /> : null}
      <div className="gx-buttons">
        {canNote && text.trim() ? <Button type="primary" size="small" loading={save.isPending} onClick={add}>{t('timeline.addNote')}</Button> : null}
        <span className="gx-grow" />
        {canFile ? (
          <Upload showUploadList={false} multiple beforeUpload={(chosen) => { upload(chosen); return false; }}>
            <Button size="small" type="text" icon={<PaperClipOutlined />} loading={busy}>{t('timeline.addFile')}</Button>
          </Upload>
        ) : null}
      </div>
    </div>
  );
}
