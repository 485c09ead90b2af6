# SPDX-License-Identifier: AGPL-3.0-or-later
# A mail server for tests: aiosmtpd of Debian. Each mail that it takes is one line of JSON in the mailbox file; what it
# answers is decided by the first word of the recipient's address. Arguments: port, mailbox.
import asyncio
import json
import sys
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP

PORT, MAILBOX = int(sys.argv[1]), sys.argv[2]


def note(**line):
    with open(MAILBOX, 'a', encoding='utf-8') as box:
        box.write(json.dumps(line) + '\n')


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('nobody'):
            return '550 5.1.1 <' + address + '> No such person here'
        if address.startswith('later'):
            return '451 4.3.0 Try again later'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        if to.startswith('spam'):
            return '554 5.7.1 That looks like spam'
        mail = message_from_bytes(envelope.content, policy=policy.default)
        text = mail.get_body(preferencelist=('plain',)).get_content()
        note(to=envelope.rcpt_tos, sender=envelope.mail_from, headers=[[k, str(v)] for k, v in mail.items()], text=text,
             raw=envelope.content.decode('ascii', 'replace'))
        if to.startswith('slow'):
            await asyncio.sleep(20)
        if to.startswith('cut'):
            server.transport.abort()
        return '250 OK'


async def serve():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Handler(), hostname='test'), '127.0.0.1', PORT)
    print('ready', flush=True)
    await server.serve_forever()

asyncio.run(serve())
