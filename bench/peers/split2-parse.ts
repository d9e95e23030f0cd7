/**
The minimum cost of any JSON-lines reader on Node: split2 and JSON.parse, nothing computed. `node split2-parse.ts
[FILE]`
*/
import {createReadStream} from 'node:fs';
import process from 'node:process';
import split2 from 'split2';

let objects = 0;
const [, , path] = process.argv;
(path === undefined ? process.stdin : createReadStream(path))
	.pipe(split2())
	.on('data', (line: string) => {
		if (JSON.parse(line) !== null) {
			objects++;
		}
	})
	.on('end', () => process.stdout.write(`${objects}\n`));
