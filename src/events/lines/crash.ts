import type {Level} from '../event.ts';

/** How runtimes begin to tell of a crash, with no level. */
const crashes: ReadonlyArray<readonly [start: RegExp, level: Level]> = [
	[/^Traceback \(most recent call last\)/, 'error'], // Python
	[/^(?:Exception Group Traceback|ExceptionGroup) /, 'error'],
	[/^Exception in thread /, 'fatal'], // Java, Python
	[/^(?:panic: |fatal error: |SIGSEGV: )/, 'fatal'], // Go
	[/^thread '[^']{0,256}'(?: \(\d{1,20}\))? panicked at /, 'fatal'], // Rust
	[/^(?:Unhandled rejection|Unhandled promise rejection|\(node:\d{1,10}\) UnhandledPromiseRejection)/i, 'fatal'], // Node
	[/^(?:Uncaught |Unhandled exception)/i, 'fatal'], // Node, .NET, Dart
	[/^Fatal (?:Python )?error: /i, 'fatal'], // Python, PHP
	[/^PHP Fatal error: /, 'fatal'],
	[/^FATAL ERROR: /, 'fatal'], // V8
	[/^(?:Segmentation fault|Aborted \(core dumped\)|Bus error|Illegal instruction|Killed$|Out of memory)/, 'fatal'],
	[/^terminate called /, 'fatal'], // C++
	[/^\*\* \((?:EXIT|[A-Z]\w{0,64}Error)/, 'error'], // Elixir
];

/** The level of a text that begins to tell of a crash. */
export function levelOfCrash(text: string): Level | undefined {
	return crashes.find(([start]) => start.test(text))?.[1];
}
