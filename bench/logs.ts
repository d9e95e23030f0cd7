import {once} from 'node:events';
import {createWriteStream, existsSync, mkdirSync, renameSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {type LogVariant, logVariants} from './log-variants.ts';
import {logLines} from './make-log.ts';

const folder = fileURLToPath(new URL('.cache/', import.meta.url));

/** The path of the benchmark log with that many lines; the log is created if it doesn't exist. */
export async function logOf(lines: number, variant?: keyof typeof logVariants): Promise<string> {
	const path = `${folder}${lines}${variant === undefined ? '' : `-${variant}`}.jsonl`;
	const written: LogVariant = variant === undefined ? line => line : logVariants[variant]();
	if (!existsSync(path)) {
		mkdirSync(folder, {recursive: true});
		const file = createWriteStream(`${path}.part`);
		let block = '';
		for (const line of logLines(lines)) {
			block += `${written(line)}\n`;
			if (block.length > 1 << 20) {
				if (!file.write(block)) {
					await once(file, 'drain');
				}
				block = '';
			}
		}
		file.end(block);
		await once(file, 'finish');
		renameSync(`${path}.part`, path);
	}
	return path;
}
