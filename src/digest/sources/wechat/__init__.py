"""Articles of WeChat public accounts (mp.weixin.qq.com): pages, what they are, what they say."""
