/**
Generates the docs that come from tables: the key table in the README, the dialects in docs/log-format.md, and
docs/config-schema.json. `npm run docs`
*/
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {panels} from '../components/panels.ts';
import {publishedSchema} from '../src/config/published-schema.ts';
import {keysAsMarkdown} from '../src/screen/keys/keymap.ts';
import {dialectsAsMarkdown} from './dialects-as-markdown.ts';

const readme = readFileSync('README.md', 'utf8');
writeFileSync('README.md', readme.replace(/(<!-- keys -->\n).*?(<!-- \/keys -->)/s, `$1\n${keysAsMarkdown(panels).trim()}\n\n$2`));
const logFormat = readFileSync('docs/log-format.md', 'utf8');
writeFileSync(
	'docs/log-format.md',
	logFormat.replace(/(<!-- dialects -->\n).*?(<!-- \/dialects -->)/s, `$1\n${dialectsAsMarkdown()}\n\n$2`),
);
writeFileSync('docs/config-schema.json', JSON.stringify(publishedSchema()));
execFileSync('node_modules/.bin/biome', ['format', '--write', 'docs/config-schema.json']);
