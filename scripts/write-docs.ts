/**
Generates the docs that come from tables: the key table in the README, the tables in docs/log-format.md, and
docs/config-schema.json. `npm run docs`
*/
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {panels} from '../components/panels.ts';
import {publishedSchema} from '../src/config/published-schema.ts';
import {keysAsMarkdown} from '../src/screen/keys/keymap.ts';
import {dialectsAsMarkdown} from './dialects-as-markdown.ts';
import {valueTables} from './values-as-markdown.ts';

const readme = readFileSync('README.md', 'utf8');
writeFileSync('README.md', readme.replace(/(<!-- keys -->\n).*?(<!-- \/keys -->)/s, `$1\n${keysAsMarkdown(panels).trim()}\n\n$2`));
let logFormat = readFileSync('docs/log-format.md', 'utf8');
for (const [name, markdown] of Object.entries({dialects: dialectsAsMarkdown, ...valueTables})) {
	logFormat = logFormat.replace(
		new RegExp(`(<!-- ${name} -->\n).*?(<!-- /${name} -->)`, 's'),
		(_, start, end) => `${start}\n${markdown()}\n\n${end}`,
	);
}
writeFileSync('docs/log-format.md', logFormat);
writeFileSync('docs/config-schema.json', JSON.stringify(publishedSchema()));
execFileSync('node_modules/.bin/biome', ['format', '--write', 'docs/config-schema.json']);
