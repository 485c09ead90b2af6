// SPDX-License-Identifier: AGPL-3.0-or-later
// Asks who shall own one or many records.
import { Form, Modal } from 'antd';
import { useState } from 'react';
import { ReferenceInput } from '../picker/ReferenceInput.jsx';
import { useTranslation } from '../i18n/index.js';

/** @param {{title: string, onClose: () => void, onRun: (ownerId: string) => void, busy?: boolean}} props */
export default function OwnerWindow({ title, onClose, onRun, busy }) {
  const { t } = useTranslation();
  const [owner, setOwner] = useState(null);
  return (
    <Modal open title={title} onCancel={onClose} onOk={() => onRun(owner)} okText={t('list.transfer')} okButtonProps={{ disabled: !owner }} cancelText={t('cancel')} confirmLoading={busy} width={400}>
      <Form layout="vertical"><Form.Item label={t('list.newOwner')} htmlFor="gx-owner"><ReferenceInput id="gx-owner" to="user" create={false} value={owner} onChange={setOwner} autoFocus /></Form.Item></Form>
    </Modal>
  );
}
