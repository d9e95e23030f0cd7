/** Writes the key table into the README, between its marks. `npm run readme` */
import {readFileSync, writeFileSync} from 'node:fs';
import {keysAsMarkdown} from '../src/ui/keymap.ts';

const readme = readFileSync('README.md', 'utf8');
writeFileSync('README.md', readme.replace(/(<!-- keys -->\n).*?(<!-- \/keys -->)/s, `$1\n${keysAsMarkdown().trim()}\n\n$2`));
