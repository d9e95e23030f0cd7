/** The entry point. Starts the engine's thread before loading anything else, because that takes longest. */
import {fstatSync} from 'node:fs';
import process from 'node:process';
import {prepareEngineThread} from './engine/engine-thread.ts';
import {openCodeFolder} from './kept-code.ts';
import {type BundledProgram, runProgram} from './run-program.ts';

// Both are set by the build.
declare const program: BundledProgram;
declare const commandNames: readonly string[];

const [firstWord = 'watch'] = process.argv.slice(2);
const isCommand = commandNames.includes(firstWord);
openCodeFolder();
if (!isCommand && /^watch$|^--?(?!h|V|version|reset)|[./]/.test(firstWord) && isTerminalLike(1)) {
	prepareEngineThread();
}
await runProgram(import.meta.url, program, isCommand ? firstWord : 'screen');

/** `isatty` would load everything that Node has for terminals and sockets. */
function isTerminalLike(fd: number): boolean {
	try {
		return fstatSync(fd).isCharacterDevice();
	} catch {
		return false; // closed
	}
}
