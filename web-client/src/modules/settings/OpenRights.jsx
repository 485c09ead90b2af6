// SPDX-License-Identifier: AGPL-3.0-or-later
// The action "permissions" of a role: leads to its row of the matrix.
import { useEffect } from 'react';
import { useNavigate } from 'react-router-dom';

export default function OpenRights({ record, onClose }) {
  const navigate = useNavigate();
  useEffect(() => {
    onClose();
    navigate('/settings/roles/' + record.id);
  }, [navigate, onClose, record.id]);
  return null;
}
