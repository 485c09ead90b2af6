// SPDX-License-Identifier: AGPL-3.0-or-later
// Opens the list of customers that are in a group.
import { useEffect } from 'react';
import { useNavigate } from 'react-router-dom';
import { accountsWith } from './data.js';

/** @param {{record: any, onClose: () => void}} props */
export default function GroupMembers({ record, onClose }) {
  const navigate = useNavigate();
  useEffect(() => {
    onClose();
    navigate(accountsWith('group_member', { group_id: record.id }));
  }, []); // eslint-disable-line react-hooks/exhaustive-deps -- once
  return null;
}
