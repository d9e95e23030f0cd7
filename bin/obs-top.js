#!/usr/bin/env node
/* biome-ignore-all lint/style/noRestrictedGlobals: plain globals only: this file must run, and say what is wrong, on any Node */
// On this signal Node opens its debugger, at a port for every user of the machine. Where one came before this line, it is closed again, unless it was asked for.
process.on('SIGUSR1', () => {});
if (process.features.inspector && !/--inspect(?!-p)/.test(`${process.execArgv} ${process.env.NODE_OPTIONS}`)) {
	const closeAfter = ms => {
		const close = () => {
			process.getBuiltinModule('node:inspector').close();
			closeAfter(Math.min(ms * 10, 10_000)); // on a busy machine Node may get to it late
		};
		setTimeout(close, ms).unref();
	};
	closeAfter(100);
}
// Node hears these itself, which it can't while it waits for a disk. Once a listener is gone nobody does, and the system ends the process whatever it waits for.
for (const signal of ['SIGINT', 'SIGTERM']) {
	const nobody = () => {};
	process.on(signal, nobody).off(signal, nobody);
}
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 15)) {
	process.stderr.write(
		`obs-top: Node ${process.versions.node} is too old: obs-top needs Node 22.15 or newer (install a current Node, e.g. from your package manager or https://nodejs.org)\n`,
	);
	process.exit(1);
}
await import('../dist/obs-top.mjs');
