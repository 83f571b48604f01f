/** The version in package.json, put in by esbuild. */
declare const LOCKSCOPE_VERSION: string;
