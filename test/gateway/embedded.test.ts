import { gatewayContract } from './contract.ts';
import { gatewayFile } from './embedded-file.ts';

gatewayContract('The embedded gateway', async () => {
  const file = gatewayFile();
  const gateway = file.open();
  return {
    gateway,
    stock: gateway.stock,
    async [Symbol.asyncDispose]() {
      await gateway.close();
      file[Symbol.dispose]();
    },
  };
});
