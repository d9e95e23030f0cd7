import {appendFileSync, renameSync, writeFileSync} from 'node:fs';
import process from 'node:process';
import {pause} from './pace.ts';

// A program, `rotating-writer.ts PATH`: writes the numbers to 2,000, one per line; opens the file by name for each, as
// a logger with rotation does, and renames it after every twenty.
const [, , path = ''] = process.argv;
for (let n = 0; n < 2000; n++) {
	appendFileSync(path, `${n}\n`);
	if (n % 20 === 19) {
		renameSync(path, `${path}.${Math.floor(n / 20)}`);
		writeFileSync(path, '');
		pause(5);
	}
}
