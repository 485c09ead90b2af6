// SPDX-License-Identifier: AGPL-3.0-or-later
// A real slapd (Debian) for one test program: its own folder, ports and certificates; StartTLS and
// ldaps; a few people, two of them in groups. Must not touch a directory of the machine.
import {spawn, spawnSync} from 'node:child_process';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import {freePort} from './sso.mjs';

export const BASE = 'dc=hengce,dc=example';
export const BIND = {dn: `cn=reader,${BASE}`, password: 'reader pass phrase'};
const PLACES = {...process.env, PATH: `${process.env.PATH}:/usr/sbin`};

const person = (uid, cn, mail, password) => `dn: uid=${uid},ou=people,${BASE}
objectClass: inetOrgPerson
uid: ${uid}
cn: ${cn}
sn: ${cn}
mail: ${mail}
userPassword: ${password}
`;

const people = [
  ['lihua', 'Li Hua', 'lihua@hengce.example', 'lihua pass phrase'], ['rep_a', 'Rep A', 'rep_a@hengce.example', 'directory pass phrase'],
  ['admin', 'Not The Admin', 'admin@hengce.example', 'directory pass phrase'], ['rep_s', 'Rep S', 'rep_s@hengce.example', 'directory pass phrase'],
  ['twin', 'Twin One', 'twin1@hengce.example', 'twin pass phrase'], ['odd(name)*', 'Odd', 'odd@hengce.example', 'odd pass phrase'],
  ['leaver', 'Leaver', 'leaver@hengce.example', 'directory pass phrase'], ['totp', 'Totp', 'totp@hengce.example', 'directory pass phrase'],
];

const ldif = () => `dn: ${BASE}
objectClass: dcObject
objectClass: organization
o: hengce
dc: hengce

dn: ou=people,${BASE}
objectClass: organizationalUnit
ou: people

dn: ou=others,${BASE}
objectClass: organizationalUnit
ou: others

dn: ${BIND.dn}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: ${BIND.password}

${people.map((p) => person(...p)).join('\n')}
${person('twin', 'Twin Two', 'twin2@hengce.example', 'twin pass phrase').replace('ou=people', 'ou=others')}
dn: cn=managers,${BASE}
objectClass: groupOfNames
cn: managers
member: uid=lihua,ou=people,${BASE}
`;

const settings = (folder, tls) => `include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
pidfile ${folder}/slapd.pid
TLSCACertificateFile ${tls.at('ca.pem')}
TLSCertificateFile ${tls.at('server.pem')}
TLSCertificateKeyFile ${tls.at('server.key')}
disallow bind_anon
require authc
database mdb
suffix "${BASE}"
rootdn "cn=root,${BASE}"
rootpw root
directory ${folder}/db
overlay memberof
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
`;

const listens = (port) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); }).on('error', () => resolve(false));
});

/** tls: of makeCertificates(). Gives the two addresses, and stop(), which may be followed by start(). */
export async function startSlapd(tls) {
  const folder = tls.at('slapd');
  const [plain, secure] = [await freePort(), await freePort()];
  mkdirSync(`${folder}/db`, {recursive: true});
  writeFileSync(`${folder}/slapd.conf`, settings(folder, tls));
  const added = spawnSync('slapd', ['-h', 'ldap://127.0.0.1:1/', '-Tt', '-f', `${folder}/slapd.conf`], {env: PLACES, encoding: 'utf8'});
  if (added.error) throw new Error('slapd is not installed (deploy/packages-test.txt)');
  const server = {
    // libldap takes "localhost" for the machine's own name, so the address it is
    plain: `ldap://127.0.0.1:${plain}`, secure: `ldaps://127.0.0.1:${secure}`, hosts: [`127.0.0.1:${plain}`, `127.0.0.1:${secure}`], ports: [plain, secure],
    async start() {
      let said = '';
      server.child = spawn('slapd', ['-d', '0', '-h', `ldap://127.0.0.1:${plain}/ ldaps://127.0.0.1:${secure}/`, '-f', `${folder}/slapd.conf`], {env: PLACES, stdio: ['ignore', 'ignore', 'pipe']});
      server.child.stderr.on('data', (text) => { said += text; });
      process.once('exit', () => server.child.kill('SIGKILL'));
      const end = Date.now() + 10000;
      while (!await listens(plain) || !await listens(secure)) {
        if (Date.now() > end || server.child.exitCode !== null) throw new Error(`slapd did not start: ${said}`);
        await new Promise((resolve) => { setTimeout(resolve, 20); });
      }
    },
    async stop() {
      if (server.child.exitCode !== null) return;
      const ended = new Promise((resolve) => { server.child.once('exit', resolve); });
      server.child.kill('SIGTERM');
      await ended;
    },
    /** Changes as the directory's own administrator; text is LDIF. */
    modify(text) {
      const r = spawnSync('ldapmodify', ['-x', '-H', `ldap://127.0.0.1:${plain}`, '-D', `cn=root,${BASE}`, '-w', 'root'], {input: text, encoding: 'utf8'});
      if (r.status !== 0) throw new Error(`ldapmodify: ${r.stderr}`);
    },
    clear: () => rmSync(folder, {recursive: true, force: true}),
  };
  await server.start();
  const filled = spawnSync('ldapadd', ['-x', '-H', `ldap://127.0.0.1:${plain}`, '-D', `cn=root,${BASE}`, '-w', 'root'], {input: ldif(), encoding: 'utf8'});
  if (filled.status !== 0) throw new Error(`ldapadd: ${filled.stderr}`);
  return server;
}
