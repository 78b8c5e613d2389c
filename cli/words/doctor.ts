// What yjt says of the machine, when it is asked what is wrong.

const zh = {
  doctor: {
    node: (version: string) => `Node ${version}`,
    nodeOld: (version: string) => `Node ${version} 太旧`,
    nodeRemedy: '请安装 Node 20 或更新版本',
    ownRedis: '使用 REDIS_URL 指定的服务器',
    noRedis: '没有安装 redis-server',
    noRedisRemedy: '运行 npm start（会自动安装）或 sudo apt-get install redis-server，或设 REDIS_URL',
    dataNew: (path: string) => `${path} 还不存在，首次启动时建立`,
    dataGood: (path: string, free: string) => `${path} 可写，剩余 ${free}`,
    dataBad: (path: string) => `${path} 不可写`,
    dataRemedy: '请用 chown 把它交给运行系统的用户，或用 DATA_DIR 另选一处',
    diskLow: (path: string, free: string) => `${path} 所在磁盘只剩 ${free}`,
    diskRemedy: '请清理磁盘，写满后新的呼叫将无法保存',
    running: (url: string) => `正在运行：${url}`,
    runningRemedy: 'npm start；若已在运行，请查看 DATA_DIR/logs',
    mqttOpen: (port: number) => `MQTT 端口 ${port} 可以连接`,
    mqttClosed: (port: number) => `MQTT 端口 ${port} 连不上`,
    mqttRemedy: '系统会自动重启 broker；若持续，请查看 DATA_DIR/logs/broker.log，并检查防火墙',
    portFree: (port: number) => `端口 ${port} 空闲`,
    portTaken: (port: number) => `端口 ${port} 已被别的程序占用`,
    portRemedy: (name: string) => `请停掉那个程序，或换一个端口：${name}=… npm start`,
  },
};

const en: typeof zh = {
  doctor: {
    node: (version) => `Node ${version}`,
    nodeOld: (version) => `Node ${version} is too old`,
    nodeRemedy: 'install Node 20 or newer',
    ownRedis: 'the server of REDIS_URL is used',
    noRedis: 'redis-server is not installed',
    noRedisRemedy: 'run npm start (it installs it) or sudo apt-get install redis-server, or set REDIS_URL',
    dataNew: (path) => `${path} is not there yet; the first start makes it`,
    dataGood: (path, free) => `${path} can be written, ${free} free`,
    dataBad: (path) => `${path} cannot be written`,
    dataRemedy: 'give it to the user who runs the system (chown), or choose another place with DATA_DIR',
    diskLow: (path, free) => `only ${free} are free on the disk of ${path}`,
    diskRemedy: 'free some space: on a full disk no new call can be stored',
    running: (url) => `running: ${url}`,
    runningRemedy: 'npm start; if it is running, look into DATA_DIR/logs',
    mqttOpen: (port) => `MQTT port ${port} can be reached`,
    mqttClosed: (port) => `MQTT port ${port} cannot be reached`,
    mqttRemedy: 'the broker is started again by itself; if that lasts, see DATA_DIR/logs/broker.log and the firewall',
    portFree: (port) => `port ${port} is free`,
    portTaken: (port) => `port ${port} is taken by another program`,
    portRemedy: (name) => `stop that program, or choose another port: ${name}=… npm start`,
  },
};

export const doctor = { zh, en };
