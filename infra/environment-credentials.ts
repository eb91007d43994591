import type { Plugin } from 'esbuild';
import { dirname } from 'node:path';

const CHAIN = '@aws-sdk/credential-provider-node';

/**
 * A Lambda function finds its credentials in its environment, and so does every function of the local stack. The chain
 * that the SDK's clients bring along also asks profiles, single sign-on, STS and the metadata service of EC2: two fifths
 * of a bundle, and as much of its cold start, although they are never used there.
 */
export const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${CHAIN}$`) }, async ({ path, pluginData, ...options }) => {
      if (pluginData === CHAIN) return undefined;
      const chain = await build.resolve(path, { ...options, pluginData: CHAIN });
      return { path: chain.path, namespace: 'environment-credentials', errors: chain.errors };
    });
    build.onLoad({ filter: /.*/, namespace: 'environment-credentials' }, ({ path }) => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
      // The package that is replaced has this one as a dependency, wherever npm has put it.
      resolveDir: dirname(path),
    }));
  },
};
