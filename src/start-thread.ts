/** The entry point of a bundled thread. */
import {type BundledProgram, runProgram} from './run-program.ts';

declare const program: BundledProgram; // set by the build

await runProgram(import.meta.url, program, 'thread');
